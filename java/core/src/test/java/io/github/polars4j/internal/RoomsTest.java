package io.github.polars4j.internal;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rooms may use of each other: see the package-info of each. */
class RoomsTest {
  private static final String PUBLIC = "io.github.polars4j";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(place -> !place.contains("/test-classes/") && !place.contains("/test/"))
          .importPackages(PUBLIC);

  /** The public classes that hold native memory, or read and write. */
  private static final Set<String> HANDLES =
      Set.of(
          "DataFrame",
          "Series",
          "Batches",
          "BatchedWriter",
          "FrameWriter",
          "FrameReader",
          "IpcWriter",
          "IpcStreamWriter",
          "ParquetWriter",
          "CsvWriter",
          "NdjsonWriter",
          "IpcReader",
          "IpcStreamReader",
          "ParquetReader",
          "CsvReader",
          "NdjsonReader",
          "JdbcFrames");

  private static DescribedPredicate<JavaClass> handles() {
    return describe(
        "public handles",
        type ->
            type.getPackageName().equals(PUBLIC)
                && HANDLES.contains(type.getName().substring(PUBLIC.length() + 1).split("\\$")[0]));
  }

  @Test
  void theRoomsHaveNoCircles() {
    slices().matching(PUBLIC + ".internal.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"column", "wire", "load", "time"})
  void theRoomsBelowKnowNoHandle(String room) {
    noClasses()
        .that()
        .resideInAPackage(PUBLIC + ".internal." + room + "..")
        .should()
        .dependOnClassesThat(handles())
        .check(CLASSES);
  }

  @Test
  void loadingKnowsNoPublicClass() {
    noClasses()
        .that()
        .resideInAPackage(PUBLIC + ".internal.load..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PUBLIC)
        .check(CLASSES);
  }

  @Test
  void nativeMethodsAreInOneRoom() {
    methods()
        .that()
        .haveModifier(JavaModifier.NATIVE)
        .should()
        .beDeclaredInClassesThat()
        .resideInAPackage(PUBLIC + ".internal.jni")
        .check(CLASSES);
  }

  @Test
  void whatIsInThePublicPackageIsPublic() {
    classes()
        .that()
        .resideInAPackage(PUBLIC)
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .and()
        .doNotHaveSimpleName("SeriesBuilder") // what Series.builder gives, as its users see it
        .and()
        .doNotHaveSimpleName("SeriesVerbs") // what Series and DataFrame inherit
        .and()
        .doNotHaveSimpleName("FrameColumns")
        .and()
        .doNotHaveSimpleName("FrameRows")
        .should()
        .bePublic()
        .check(CLASSES);
  }

  @Test
  void everyRoomHasASign() {
    Set<String> rooms =
        Set.of(
            "jni", "load", "io", "wire", "column", "record", "series", "verbs", "jdbc", "show",
            "time", "watch", "dataset");
    assertThat(CLASSES.stream().filter(type -> type.getPackageName().contains(".internal")))
        .isNotEmpty()
        .allSatisfy(
            type -> {
              String room = type.getPackageName().substring((PUBLIC + ".internal.").length());
              assertThat(rooms).contains(room);
              assertThat(CLASSES.contain(PUBLIC + ".internal." + room + ".package-info")).isTrue();
            });
  }
}
