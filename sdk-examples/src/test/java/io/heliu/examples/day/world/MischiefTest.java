package io.heliu.examples.day.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.channel.wechat.standin.WechatStandIn;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.erp.kingdee.standin.Trouble;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.Story;
import io.heliu.statement.standin.AlipayStandIn;
import io.heliu.statement.standin.WechatPayStandIn;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on the day. */
class MischiefTest {
  /** Texts of stand-ins that are no switches. */
  private static final Set<String> NAMES =
      Set.of("APP_KEY", "APPID", "SELLER", "APP_ID", "MCHID", "MERCHANT_SERIAL", "PLATFORM_SERIAL");

  /**
   * Says of a report that it is known already. The platform answers so to a repeat only, and who
   * reports reads first what is known, so on a day of trade it would be an untruth.
   */
  private static final Set<String> UNTRUE_OF_NEW_REPORTS = Set.of(WechatStandIn.SHIPPING_UNCHANGED);

  /** Returns the names of the switches that a stand-in says it has. */
  private static List<String> switchesOf(Class<?> standIn) throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : standIn.getFields()) {
      if (field.getType() == String.class
          && Modifier.isStatic(field.getModifiers())
          && !NAMES.contains(field.getName())) {
        names.add(String.valueOf(field.get(null)));
        names.removeAll(UNTRUE_OF_NEW_REPORTS);
      }
    }
    return names;
  }

  @Test
  void world_everySwitchOfEveryStandIn_isOn(@TempDir Path directory) throws Exception {
    LocalDate date = LocalDate.of(1997, 1, 1);
    Story story = new Story(FoodMart.load(), date, 20, 42);
    DayClock clock = new DayClock(date.atStartOfDay(Story.CHINA).toInstant());
    try (Databases databases = new Databases(Databases.Store.H2, directory);
        World world = new World(story, clock, Map.of(), directory, databases)) {
      Mischief on = world.mischief();

      assertThat(on.specials(TaobaoStandIn.class))
          .hasSameElementsAs(switchesOf(TaobaoStandIn.class));
      assertThat(on.specials(WechatStandIn.class))
          .hasSameElementsAs(switchesOf(WechatStandIn.class));
      assertThat(on.specials(KingdeeStandIn.class)).hasSameElementsAs(switchesOf(Trouble.class));
      assertThat(on.specials(AlipayStandIn.class))
          .hasSameElementsAs(switchesOf(AlipayStandIn.class));
      assertThat(on.specials(WechatPayStandIn.class))
          .hasSameElementsAs(switchesOf(WechatPayStandIn.class));
      assertThat(world.mischief().unmet()).hasSize((int) world.mischief().count());
    }
  }
}
