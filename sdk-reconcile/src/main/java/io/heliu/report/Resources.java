package io.heliu.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads our own resources and the chart library from the class path. */
final class Resources {
  private static final String POM = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private Resources() {}

  static InputStream open(String name) {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("resource: " + name + " is missing");
    }
    return in;
  }

  static String text(String name) throws IOException {
    try (InputStream in = open(name)) {
      return read(in);
    }
  }

  /**
   * Returns the chart library with its licence in front, fit to stand in a script element.
   *
   * @throws IllegalStateException if it is not on the class path
   */
  static String chartLibrary() throws IOException {
    Properties pom = new Properties();
    try (InputStream in = library(POM)) {
      pom.load(in);
    }
    String root =
        "META-INF/resources/webjars/chart.js/" + pom.getProperty("version", "").trim() + "/";
    try (InputStream code = library(root + "dist/chart.umd.min.js");
        InputStream licence = library(root + "LICENSE.md")) {
      // A browser's tools would look for the map on the network.
      String script = read(code).replaceAll("(?m)^//# sourceMappingURL=.*$", "");
      String comment = "/*\n" + read(licence).replace("*/", "* /") + "*/\n";
      return (comment + script).replace("</script", "<\\/script");
    }
  }

  private static InputStream library(String name) {
    @Nullable ClassLoader own = Resources.class.getClassLoader();
    InputStream in =
        own == null ? ClassLoader.getSystemResourceAsStream(name) : own.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(
          "chart library: org.webjars.npm:chart.js is not on the class path, looked for " + name);
    }
    return in;
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
