package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class OwnershipTest {
  private static final int STRANGER = 54321;

  @TempDir private Path home;
  private Path folder = Path.of("");
  private Path below = Path.of("");

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(home.resolve("folder"));
    below = Files.createDirectory(folder.resolve("below"));
  }

  private static void mode(Path path, String octal) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(octal, 8));
  }

  /** Gives it to somebody else, which only the superuser can. */
  private static void give(Path path, String attribute) {
    try {
      Files.setAttribute(path, attribute, STRANGER);
    } catch (IOException e) {
      Assumptions.abort("only the superuser can: " + e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"700", "755", "500", "1777", "1770"})
  void whatOnlyTheUserChangesIsSafe(String octal) throws IOException {
    assertThat(Ownership.isTold()).isTrue();
    mode(folder, octal);
    assertThat(Ownership.objection(folder)).isNull();
    assertThatCode(() -> Ownership.check(folder)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"720", "702", "777"})
  void whatOthersChangeIsNot(String octal) throws IOException {
    mode(folder, octal);
    String objection = folder + " can be changed by other users (chmod go-w)";
    assertThat(Ownership.objection(folder)).isEqualTo(objection);
    assertThatIOException().isThrownBy(() -> Ownership.check(folder)).withMessage(objection);
  }

  @Test
  void whatIsAnotherUsersIsNot() throws IOException {
    give(folder, "unix:uid");
    assertThat(Ownership.objection(folder))
        .isEqualTo(folder + " belongs to another user, " + STRANGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"700", "755", "770", "1777"})
  void aFolderBelowSuchAsTheseIsSafe(String octal) throws IOException {
    mode(folder, octal);
    // The user's own group, as most systems set it up, may write: it is the owner's alone.
    Object owner = Files.getAttribute(folder, "unix:owner");
    Object group = Files.getAttribute(folder, "unix:group");
    assumeThat(group).hasToString(owner.toString());
    assertThatCode(() -> Ownership.checkAbove(below.toRealPath())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"702", "777"})
  void aFolderBelowOneThatAllChangeIsNot(String octal) throws IOException {
    mode(folder, octal);
    Path real = below.toRealPath();
    assertThatIOException()
        .isThrownBy(() -> Ownership.checkAbove(real))
        .withMessage(
            real.getParent()
                + ", above "
                + real
                + ", can be changed by all users (chmod o-w, or +t)");
  }

  @Test
  void aFolderBelowOneThatAnotherGroupChangesIsNot() throws IOException {
    mode(folder, "770");
    give(folder, "unix:gid");
    assertThatIOException()
        .isThrownBy(() -> Ownership.checkAbove(below.toRealPath()))
        .withMessageEndingWith(", can be changed by a group (chmod g-w, or +t)");
    mode(folder, "750");
    assertThatCode(() -> Ownership.checkAbove(below.toRealPath())).doesNotThrowAnyException();
  }
}
