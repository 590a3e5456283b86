package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields by name and position. */
class SchemaTest {
  private static final Field ID = Field.of("id", DataType.INT64);
  private static final Field NAME = Field.of("name", DataType.STRING);
  private static final Schema SCHEMA = Schema.of(ID, NAME);

  @Test
  void fieldsAreFoundByNameAndPosition() {
    assertThat(SCHEMA.size()).isEqualTo(2);
    assertThat(SCHEMA.fields()).containsExactly(ID, NAME);
    assertThat(SCHEMA.names()).containsExactly("id", "name");
    assertThat(SCHEMA.field(1)).isEqualTo(NAME);
    assertThat(SCHEMA.field("id")).isEqualTo(ID);
    assertThat(SCHEMA.indexOf("name")).isEqualTo(1);
    assertThat(SCHEMA.contains("id")).isTrue();
  }

  @Test
  void aFieldThatIsNotThereIsRefused() {
    assertThat(SCHEMA.indexOf("age")).isEqualTo(-1);
    assertThat(SCHEMA.contains("age")).isFalse();
    assertThatThrownBy(() -> SCHEMA.field("age"))
        .isInstanceOf(SchemaFieldNotFoundException.class)
        .hasMessageContaining("'age'")
        .hasMessageContaining("[\"id\", \"name\"]");
    assertThatThrownBy(() -> SCHEMA.field(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> SCHEMA.field(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void duplicateNamesAreRefused() {
    assertThatThrownBy(() -> Schema.of(ID, NAME, Field.of("id", DataType.DATE)))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("\"id\"");
  }

  @Test
  void orderNamesAndTypesCount() {
    assertThat(new Schema(List.of(ID, NAME))).isEqualTo(SCHEMA).hasSameHashCodeAs(SCHEMA);
    assertThat(Schema.of(NAME, ID)).isNotEqualTo(SCHEMA);
    assertThat(Schema.of(ID)).isNotEqualTo(SCHEMA);
    assertThat(Schema.of(Field.of("id", DataType.INT32), NAME)).isNotEqualTo(SCHEMA);
  }

  @Test
  void theTextNamesFieldsAndTypes() {
    assertThat(SCHEMA).hasToString("{id: Int64, name: String}");
    assertThat(Schema.of()).hasToString("{}");
    assertThat(ID).hasToString("id: Int64");
  }

  @Test
  void theListIsCopied() {
    List<Field> fields = new ArrayList<>(List.of(ID));
    Schema schema = new Schema(fields);
    fields.add(NAME);
    assertThat(schema.size()).isEqualTo(1);
    assertThatThrownBy(() -> schema.fields().add(NAME))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aFieldNeedsANameThatIsTextAndAType() {
    assertThatThrownBy(() -> Field.of("\udc00", DataType.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+DC00");
    assertThatThrownBy(() -> Field.of(null, DataType.INT8))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Field.of("n", null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aRowHasAValueForEachField() {
    Row row = new Row(SCHEMA, Arrays.asList(1L, null));
    assertThat(row.get("id")).isEqualTo(1L);
    assertThat(row.get(1)).isNull();
    assertThatThrownBy(() -> row.get("age")).isInstanceOf(SchemaFieldNotFoundException.class);
    assertThatThrownBy(() -> row.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Row(SCHEMA, List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 values for the 2 fields");
  }
}
