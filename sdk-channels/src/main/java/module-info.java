/** Typed clients of the sales channels. */
@org.jspecify.annotations.NullMarked
module io.heliu.channels {
  requires static transitive org.jspecify;
  requires transitive io.heliu.core;
  requires com.fasterxml.jackson.databind;

  exports io.heliu.channel.taobao;
}
