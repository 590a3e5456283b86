//! Sets how many threads the pool of polars has, which is fixed at its first use.

use std::sync::LazyLock;
use std::thread;

use jni::Env;
use jni::objects::JClass;
use jni::sys::jint;
use polars_core::runtime::THREAD_POOL;

use super::error::{Error, Result};

/// Where polars looks when it makes the pool; nothing else sets the number.
const VARIABLE: &str = "POLARS_MAX_THREADS";

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn make_threads(threads: jint) }

/// Makes the pool with so many threads, unless it is there and has them.
fn make_threads(_: &mut Env<'_>, _: JClass<'_>, threads: jint) -> Result<()> {
    let threads = usize::try_from(threads).unwrap_or_default();
    if LazyLock::get(&THREAD_POOL).is_none() {
        // SAFETY: Rust's own readers and writers of the environment are kept apart by its lock, and
        // Windows has one for all. Java reads a copy, which `Threads.java` has it take before. The
        // C libraries publish a new variable by another array of pointers, a changed one by another
        // pointer, and free neither the old array nor the strings that the process began with: who
        // looks meanwhile sees the one or the other. It happens once at most in the life of a
        // library, for the pool is made below.
        unsafe { std::env::set_var(VARIABLE, threads.to_string()) };
        polars_config::config().reload_env_var(VARIABLE);
    }
    match THREAD_POOL.current_num_threads() {
        made if made == threads => Ok(()),
        made => Err(Error::State(format!(
            "polars works with {made} threads already, {threads} cannot be had any more: the number \
             is set before the first use"
        ))),
    }
}

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn count_threads() -> jint }

/// How many the pool has, or will have.
fn count_threads(_: &mut Env<'_>, _: JClass<'_>) -> Result<jint> {
    let threads = match LazyLock::get(&THREAD_POOL) {
        Some(pool) => pool.current_num_threads(),
        None => match polars_config::config().max_threads() {
            0 => thread::available_parallelism().map_or(1, usize::from), // as rayon has it
            threads => threads,
        },
    };
    Ok(threads as jint)
}
