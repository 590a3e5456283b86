package io.github.polars4j.internal.show;

import io.github.polars4j.DataFrame;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows frames as HTML in JJava, a Jupyter kernel, which finds this class as a service. */
public final class JJavaExtension implements Extension {
  @Override
  public void install(BaseKernel kernel) {
    register(kernel.getRenderer());
  }

  /** Frames as HTML, and as text where that is asked for. */
  public static void register(Renderer renderer) {
    renderer
        .createRegistration(DataFrame.class)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN)
        .register(
            (frame, context) -> {
              context.renderIfRequested(MIMEType.TEXT_HTML, () -> frame.toHtml());
              context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> frame.toString());
            });
  }
}
