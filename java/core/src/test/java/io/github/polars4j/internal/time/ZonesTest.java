package io.github.polars4j.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.TimeUnit;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** A zone keeps its name whether this JVM knows it or not. */
class ZonesTest {
  @Test
  void aKnownZoneIsTheJvms() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(Zones.named("Europe/Berlin")).isEqualTo(berlin);
    assertThat(Zones.ruled(berlin)).isSameAs(berlin);
  }

  @Test
  void anUnknownZoneKeepsItsNameAndHasNoRules() {
    ZoneId zone = Zones.named("Mars/Olympus_Mons");
    assertThat(zone.getId()).isEqualTo("Mars/Olympus_Mons");
    assertThat(zone).isEqualTo(Zones.named("Mars/Olympus_Mons"));
    assertThat(DataType.datetime(TimeUnit.MILLISECONDS, zone))
        .hasToString("Datetime(MILLISECONDS, Mars/Olympus_Mons)");
    assertThatThrownBy(() -> Zones.ruled(zone))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("\"Mars/Olympus_Mons\"");
  }

  @Test
  void whatIsNoNameIsRefused() {
    assertThatThrownBy(() -> Zones.named("no zone?"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("\"no zone?\"");
  }

  @Test
  void aNameThatTzdataLinksTakesValuesOfBoth() {
    ZoneId est = Zones.named("EST");
    ZoneId panama = ZoneId.of("America/Panama");
    assertThat(est.getId()).isEqualTo("EST");
    assertThat(Zones.ruled(est)).isIn(est, panama);
    assertThat(Zones.same(panama, est)).isTrue();
    assertThat(Zones.same(est, est)).isTrue();
    assertThat(Zones.same(est, panama)).isFalse();
  }
}
