plugins {
    application
}

// The platform that builds; -Ppolars4j.platform=... names another.
val nativePlatform = providers.gradleProperty("polars4j.platform").getOrElse(run {
    val os = System.getProperty("os.name").lowercase()
    val arch = when (val name = System.getProperty("os.arch")) {
        "amd64", "x86_64" -> "x86-64"
        else -> name
    }
    when {
        os.startsWith("windows") -> "win32-$arch"
        os.startsWith("mac") -> "darwin-$arch"
        else -> "linux-$arch"
    }
})

dependencies {
    implementation(platform("io.github.polars4j:polars4j-bom:0.1.0"))
    implementation("io.github.polars4j:polars4j-core")
    runtimeOnly("io.github.polars4j:polars4j-native:0.1.0:$nativePlatform")
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

sourceSets.main {
    java.srcDir("../maven-app/src/main/java")
}

application {
    mainClass = "example.App"
    // JDK 24 and newer ask for it: applicationDefaultJvmArgs = listOf("--enable-native-access=ALL-UNNAMED")
}
