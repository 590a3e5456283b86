rootProject.name = "gradle-app"

dependencyResolutionManagement {
    repositories {
        mavenLocal() // what `mvn install` filled
        mavenCentral()
    }
}
