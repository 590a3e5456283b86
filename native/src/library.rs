//! Tells the versions of the library, and takes the first call from Java.

use jni::Env;
use jni::objects::{JClass, JClassLoader, JString};
use jni::refs::LoaderContext;

use crate::jvm::{Result, error};
use crate::memory;

native! {
    "io.github.polars4j.internal.jni.NativeLibrary",
    static extern fn init(loader: JClassLoader)
}

/// Finds our Java classes through the class loader that holds them: a later call may come from a
/// thread whose own loader knows nothing of them.
fn init(env: &mut Env<'_>, _: JClass<'_>, loader: JClassLoader<'_>) -> Result<()> {
    memory::keep_freed();
    let loader = LoaderContext::Loader(&loader);
    error::bind(env, &loader)
}

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn info() -> JString }

/// Our version, polars' version, the target and the commit, a line each.
fn info<'local>(env: &mut Env<'local>, _: JClass<'local>) -> Result<JString<'local>> {
    let lines = concat!(
        env!("CARGO_PKG_VERSION"),
        "\n",
        env!("POLARS_VERSION"),
        "\n",
        env!("TARGET"),
        "\n",
        env!("COMMIT"),
    );
    Ok(JString::from_str(env, lines)?)
}
