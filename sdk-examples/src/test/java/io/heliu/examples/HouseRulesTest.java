package io.heliu.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of the house, held against the compiled classes of all modules. */
@AnalyzeClasses(
    packages = "io.heliu",
    importOptions = {ImportOption.DoNotIncludeTests.class, HouseRulesTest.LibraryOnly.class})
final class HouseRulesTest {

  /** Leaves out the example programs. */
  static final class LibraryOnly implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/sdk-examples/")
          && !location.contains("/benchmarks/")
          && !location.contains("-tests.jar")
          && !location.contains("/test-classes/");
    }
  }

  private static final Set<String> THIRD_PARTY =
      Set.of("com.fasterxml", "okhttp3", "okio", "kotlin", "com.github", "io.github", "de.siegmar");

  @ArchTest
  static final ArchRule words_dependOnNothingElseOfHeliu =
      noClasses()
          .that()
          .resideInAPackage("io.heliu")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heliu.*..");

  @ArchTest
  static final ArchRule core_doesNotKnowPlatformsOrErpFamilies =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.heliu",
              "io.heliu.order..",
              "io.heliu.inventory..",
              "io.heliu.catalog..",
              "io.heliu.flow..",
              "io.heliu.http..",
              "io.heliu.store..",
              "io.heliu.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.heliu.channel.*..",
              "io.heliu.erp.*..",
              "io.heliu.statement..",
              "io.heliu.reconcile..");

  @ArchTest
  static final ArchRule ledger_knowsOnlyTheWords =
      noClasses()
          .that()
          .resideInAPackage("io.heliu.inventory..")
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<>("are of other rooms") {
                @Override
                public boolean test(JavaClass type) {
                  String name = type.getPackageName();
                  return name.startsWith("io.heliu.") && !name.startsWith("io.heliu.inventory");
                }
              });

  @ArchTest
  static final ArchRule flows_knowNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("io.heliu.flow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.heliu.http..", "okhttp3..");

  @ArchTest
  static final ArchRule reconcile_knowsNoNetworkNoJsonNoChannel =
      noClasses()
          .that()
          .resideInAnyPackage("io.heliu.reconcile..", "io.heliu.report..", "io.heliu.identity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.heliu.http..",
              "io.heliu.channel..",
              "io.heliu.erp.*..",
              "io.heliu.statement..",
              "okhttp3..",
              "com.fasterxml..");

  @ArchTest
  static final ArchRule channels_andErps_doNotSeeEachOther =
      noClasses()
          .that()
          .resideInAnyPackage("io.heliu.channel.*..", "io.heliu.statement..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.heliu.erp.*..", "io.heliu.reconcile..");

  @ArchTest
  static final ArchRule erps_doNotSeeChannels =
      noClasses()
          .that()
          .resideInAPackage("io.heliu.erp.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.heliu.channel.*..", "io.heliu.statement..", "io.heliu.reconcile..");

  @ArchTest
  static final ArchRule platforms_doNotSeeEachOther =
      slices()
          .matching("io.heliu.channel.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              JavaClass.Predicates.resideInAPackage("io.heliu.channel.internal.."));

  @ArchTest
  static final ArchRule publicSignatures_haveNoThirdPartyType =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("..internal..")
          .should(
              new ArchCondition<>("use types of the JDK and of Heliu only") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  if (!isVisible(method.getOwner())) {
                    return;
                  }
                  Stream.concat(
                          Stream.of(method.getRawReturnType()),
                          method.getRawParameterTypes().stream())
                      .filter(HouseRulesTest::isThirdParty)
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      method, method.getFullName() + " uses " + type.getName())));
                }
              });

  @ArchTest
  static final ArchRule nobody_readsTheSystemClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(java.time.ZoneId.class, "systemDefault");

  @ArchTest
  static final ArchRule nobody_printsOrReadsSystemProperties =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  /** Tells whether a class and all classes around it are public. */
  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(HouseRulesTest::isVisible).orElse(true);
  }

  private static boolean isThirdParty(JavaClass type) {
    return THIRD_PARTY.stream().anyMatch(type.getPackageName()::startsWith);
  }
}
