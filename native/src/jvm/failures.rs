//! Has Java make the exception for a failure. Its class is kept weakly: an application that is deployed anew drops its
//! class loader, which a strong reference of ours would keep for ever.
//!
//! When a class loader is gone the JVM closes the library. On Linux that does nothing (`build.rs`), and the next class
//! loader gets it as it was, with the threads of polars. Elsewhere those would run into nothing: the class is kept.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jni::ids::JStaticMethodID;
use jni::objects::{JClass, JString, JThrowable};
use jni::refs::{LoaderContext, Weak};
use jni::signature::ReturnType;
use jni::strings::JNIStr;
use jni::sys::{jint, jvalue};
use jni::{Env, jni_sig, jni_str};

const CLASS: &JNIStr = jni_str!("io.github.polars4j.internal.jni.Failures");
const METHOD: &JNIStr = jni_str!("create");

/// The class, and its method; another class loader may load the library when the first is gone.
static BOUND: Mutex<Option<Bound>> = Mutex::new(None);

struct Bound {
    class: Weak<JClass<'static>>,
    method: JStaticMethodID,
    #[cfg(not(target_os = "linux"))]
    _kept: jni::refs::Global<JClass<'static>>,
}

/// Finds the class while the library's own class loader is at hand.
pub fn bind(env: &mut Env<'_>, loader: &LoaderContext<'_, '_>) -> jni::errors::Result<()> {
    let class = loader.load_class(env, CLASS, true)?;
    let signature = jni_sig!((kind: jint, message: JString, file: JString) -> JThrowable);
    let method = env.get_static_method_id(&class, METHOD, signature)?;
    *locked() = Some(Bound {
        #[cfg(not(target_os = "linux"))]
        _kept: env.new_global_ref(&class)?,
        class: env.new_weak_ref(class)?,
        method,
    });
    Ok(())
}

fn locked() -> MutexGuard<'static, Option<Bound>> {
    BOUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The exception; `kind` is the ordinal of Java's `FailureKind`.
pub fn create<'local>(
    env: &mut Env<'local>,
    kind: jint,
    message: &JString<'_>,
    file: &JString<'_>,
) -> jni::errors::Result<JThrowable<'local>> {
    let bound = {
        let bound = locked();
        let bound = bound.as_ref().ok_or(jni::errors::Error::ObjectFreed)?;
        bound
            .class
            .upgrade_local(env)?
            .map(|class| (class, bound.method))
    };
    // The class is there as long as that of the native method which is being run.
    let (class, method) = bound.ok_or(jni::errors::Error::ObjectFreed)?;
    let arguments = [
        jvalue { i: kind },
        jvalue {
            l: message.as_raw(),
        },
        jvalue { l: file.as_raw() },
    ];
    // SAFETY: the arguments and what is returned are as in the signature that the method was found by.
    let made =
        unsafe { env.call_static_method_unchecked(&class, method, ReturnType::Object, &arguments) };
    let made = made?.l()?;
    // SAFETY: the method returns a Throwable.
    Ok(unsafe { JThrowable::from_raw(env, made.into_raw()) })
}
