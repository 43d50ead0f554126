package dev.cobnut.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The borders between the rooms, as far as the modules' dependencies don't hold them already. It
 * sits here because only the class path of the tests of {@code app} sees every room.
 */
@AnalyzeClasses(packages = "dev.cobnut", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.identityHashCode",
          "java.lang.System.nanoTime",
          "java.time.Instant.now",
          "java.util.UUID.randomUUID");

  @ArchTest
  static final ArchRule arrowsBetweenRoomsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("job-api")
          .definedBy("dev.cobnut.job..")
          .layer("job-plugins")
          .definedBy("dev.cobnut.jobs..")
          .layer("core")
          .definedBy("dev.cobnut.core..")
          .layer("runtime")
          .definedBy("dev.cobnut.runtime..")
          .layer("master")
          .definedBy("dev.cobnut.master..")
          .layer("worker")
          .definedBy("dev.cobnut.worker..")
          .layer("app")
          .definedBy("dev.cobnut.app..")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("job-plugins")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("master")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("master", "worker", "app")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule jobsSeeTheJobApiAlone =
      classes()
          .that()
          .resideInAnyPackage("dev.cobnut.job..", "dev.cobnut.jobs..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.cobnut.job..", "dev.cobnut.jobs..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreSeesTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("dev.cobnut.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.cobnut.core..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.cobnut.core..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..", "java.net..", "java.nio.file..", "java.util.concurrent..")
                  .or(
                      belongToAnyOf(
                          Thread.class,
                          ThreadLocal.class,
                          Clock.class,
                          Random.class,
                          SplittableRandom.class)))
          .orShould()
          .accessTargetWhere(
              describe("is a clock or a source of randomness", ArchitectureTest::isImpure))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule schedulerIteratesInAFixedOrder =
      noClasses()
          .that()
          .resideInAPackage("dev.cobnut.core.scheduler..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(HashMap.class, HashSet.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule recordsMoveWithoutVertx =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.cobnut.worker.map..", "dev.cobnut.worker.run..", "dev.cobnut.worker.reduce..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule hazelcastStaysInTheCheckpointAndItsConfiguration =
      noClasses()
          .that()
          .resideInAPackage("dev.cobnut..")
          .and()
          .resideOutsideOfPackages("dev.cobnut.runtime.checkpoint..", "dev.cobnut.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.cobnut.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  private static boolean isImpure(JavaAccess<?> access) {
    return IMPURE.contains(
        access.getTargetOwner().getFullName() + "." + access.getTarget().getName());
  }
}
