package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Fault;
import io.heliu.channel.wechat.WechatId.OpenId;
import io.heliu.channel.wechat.WechatId.Phone;
import io.heliu.channel.wechat.WechatId.UnionId;
import io.heliu.channel.wechat.WechatUsers.Known;
import io.heliu.channel.wechat.WechatUsers.Refused;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.http.standin.Misbehaviour;
import java.util.List;
import org.junit.jupiter.api.Test;

class WechatUsersTest extends WechatTest {
  private static final String APPID = WechatStandIn.APPID;

  private WechatUsers bound() {
    return builder().openPlatform("qinghe").build().users();
  }

  @Test
  void login_goodCode_givesOpenidAndUnionid() {
    assertThat(bound().login("login-1"))
        .isEqualTo(new Known(List.of(new OpenId(APPID, "o-1"), new UnionId("qinghe", "u-1"))));
  }

  @Test
  void login_noOpenPlatformNamed_leavesUnionidOut() {
    assertThat(client().users().login("login-1"))
        .isEqualTo(new Known(List.of(new OpenId(APPID, "o-1"))));
  }

  @Test
  void login_codeUsedBefore_isRefused() {
    bound().login("login-1");

    assertThat(bound().login("login-1")).isEqualTo(new Refused("40163"));
  }

  @Test
  void login_unknownCode_isRefused() {
    assertThat(bound().login("x")).isEqualTo(new Refused("40029"));
  }

  @Test
  void login_answerLost_isNotRepeated() {
    next("/sns/jscode2session", new Misbehaviour.LoseAnswer());

    assertThat(faultOf(() -> bound().login("login-1"))).isInstanceOf(Fault.Transport.class);
    assertThat(standIn.calls("/sns/jscode2session")).isEqualTo(1);
  }

  @Test
  void login_platformBusy_isNotRepeated() {
    next("/sns/jscode2session", new Misbehaviour.Special(WechatStandIn.BUSY));

    assertThat(faultOf(() -> bound().login("login-1")).retryable()).isTrue();
    assertThat(standIn.calls("/sns/jscode2session")).isZero();
  }

  @Test
  void phone_countryCodeAsNumber_isE164() {
    assertThat(client().users().phone("phone-1"))
        .isEqualTo(new Known(List.of(new Phone("+8613800000001"))));
    assertThat(client().users().phone("phone-1")).isEqualTo(new Refused("40163"));
  }

  @Test
  void buyer_orderAfterTheBinding_hasBoth() {
    standIn.put(order(1, TEN.minusSeconds(9)).unionid("u-9").build());
    standIn.put(order(2, TEN.minusSeconds(9)).build());

    assertThat(bound().buyer(number(1)))
        .isEqualTo(
            new Known(
                List.of(new OpenId(APPID, "oDemo" + number(1)), new UnionId("qinghe", "u-9"))));
    assertThat(bound().buyer(number(2)))
        .isEqualTo(new Known(List.of(new OpenId(APPID, "oDemo" + number(2)))));
    assertThat(bound().buyer("1")).isEqualTo(new Refused("100002"));
  }

  @Test
  void phone_notE164_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Phone("13800000001"))
        .withMessage("number: must be a plus sign and 4 to 15 digits");
  }

  @Test
  void toString_anyId_hidesThePerson() {
    assertThat(
            List.of(
                    new OpenId("wx1", "secret-o"),
                    new UnionId("q", "secret-u"),
                    new Phone("+8613800000001"))
                .toString())
        .doesNotContain("secret", "138");
  }
}
