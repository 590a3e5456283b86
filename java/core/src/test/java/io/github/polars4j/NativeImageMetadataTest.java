package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * GraalVM's native-image learns from the metadata what the Rust side calls and Java deserializes:
 * no more and no less.
 */
class NativeImageMetadataTest {
  private static final String METADATA =
      "/META-INF/native-image/io.github.polars4j/polars4j-core/reachability-metadata.json";

  private static final Pattern CLASS =
      Pattern.compile("const CLASS: &JNIStr = jni_str!\\(\"([\\w.]+)\"\\);");
  private static final Pattern METHOD =
      Pattern.compile("const METHOD: &JNIStr = jni_str!\\(\"(\\w+)\"\\);");

  private static JsonNode metadata() throws IOException {
    try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(METADATA)) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** Class name to the names of its methods. */
  private static Map<String, SortedSet<String>> bound() throws IOException {
    Map<String, SortedSet<String>> classes = new TreeMap<>();
    Path sources = Path.of(System.getProperty("test.root"), "native/src");
    List<Path> files;
    try (Stream<Path> paths = Files.walk(sources)) {
      files = paths.filter(path -> path.toString().endsWith(".rs")).toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      Matcher found = CLASS.matcher(source);
      if (found.find()) {
        SortedSet<String> methods = new TreeSet<>();
        METHOD.matcher(source).results().forEach(method -> methods.add(method.group(1)));
        classes.put(found.group(1), methods);
      }
    }
    return classes;
  }

  /** All but what Java itself asks for. */
  private static List<JsonNode> jniAccessible() throws IOException {
    List<JsonNode> types = new ArrayList<>();
    metadata().get("reflection").forEach(types::add);
    types.removeIf(type -> type.has("serializable"));
    return types;
  }

  @Test
  void namesWhatRustBinds() throws IOException {
    Map<String, SortedSet<String>> named = new TreeMap<>();
    for (JsonNode type : jniAccessible()) {
      assertThat(type.get("jniAccessible").booleanValue()).isTrue();
      String name = type.get("type").textValue();
      if (name.startsWith("io.github.polars4j.")) {
        SortedSet<String> methods = new TreeSet<>();
        type.get("methods").forEach(method -> methods.add(method.get("name").textValue()));
        named.put(name, methods);
      }
    }
    assertThat(bound()).isNotEmpty().isEqualTo(named);
  }

  @Test
  void everyMethodIsThere() throws Exception {
    for (JsonNode type : jniAccessible()) {
      Class<?> owner = Class.forName(type.get("type").textValue());
      for (JsonNode method : type.get("methods")) {
        List<String> wanted = new ArrayList<>();
        method.get("parameterTypes").forEach(parameter -> wanted.add(parameter.textValue()));
        assertThat(owner.getDeclaredMethods())
            .anySatisfy(
                declared -> {
                  assertThat(declared.getName()).isEqualTo(method.get("name").textValue());
                  assertThat(Arrays.stream(declared.getParameterTypes()).map(Class::getName))
                      .containsExactlyElementsOf(wanted);
                });
      }
    }
  }

  /** The fields of native-image's JSON schema 1.2.0, which allows no others, that are used here. */
  @Test
  void hasTheSchemasFields() throws IOException {
    JsonNode metadata = metadata();
    assertThat(metadata.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("comment", "reflection", "resources");
    for (JsonNode type : jniAccessible()) {
      assertThat(type.fieldNames())
          .toIterable()
          .isSubsetOf("reason", "type", "jniAccessible", "methods")
          .contains("type", "jniAccessible", "methods");
      for (JsonNode method : type.get("methods")) {
        assertThat(method.fieldNames()).toIterable().containsExactly("name", "parameterTypes");
      }
    }
    for (JsonNode resource : metadata.get("resources")) {
      assertThat(resource.fieldNames()).toIterable().containsExactly("glob");
    }
  }

  /** See Zones. */
  @Test
  void namesWhatJavaDeserializes() throws Exception {
    List<String> types = new ArrayList<>();
    for (JsonNode type : metadata().get("reflection")) {
      if (type.has("serializable")) {
        assertThat(type.get("serializable").booleanValue()).isTrue();
        types.add(type.get("type").textValue());
      }
    }
    assertThat(types).containsExactly("java.time.Ser");
    Class.forName("java.time.Ser");
  }

  @Test
  void namesTheLibraryAndTheVersion() throws IOException {
    List<String> globs = new ArrayList<>();
    metadata().get("resources").forEach(resource -> globs.add(resource.get("glob").textValue()));
    assertThat(globs)
        .containsExactly("io/github/polars4j/native/**", "io/github/polars4j/version.properties");
    assertThat(Polars4j.class.getResource("/io/github/polars4j/version.properties")).isNotNull();
  }
}
