package io.github.polars4j.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Series;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class JJavaExtensionTest {
  @Test
  void theKernelFindsIt() {
    assertThat(ServiceLoader.load(Extension.class))
        .hasAtLeastOneElementOfType(JJavaExtension.class);
  }

  @Test
  void framesAreShownAsHtml() {
    Renderer renderer = new Renderer();
    JJavaExtension.register(renderer);
    try (Series series = Series.of("n", new int[] {1});
        DataFrame frame = series.toFrame()) {
      DisplayData shown = renderer.render(frame);
      assertThat(shown.getData(MIMEType.TEXT_HTML)).isEqualTo(frame.toHtml());
      DisplayData text = renderer.renderAs(frame, "text/plain");
      assertThat(text.getData(MIMEType.TEXT_PLAIN)).isEqualTo(frame.toString());
    }
  }
}
