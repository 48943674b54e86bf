/** The sales channels, and the readers of bill and statement files. */
@org.jspecify.annotations.NullMarked
module io.heliu.channels {
  requires transitive io.heliu.core;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;

  exports io.heliu.channel.pos;
  exports io.heliu.channel.taobao;
  exports io.heliu.channel.wechat;
  exports io.heliu.statement;
}
