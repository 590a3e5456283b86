//! Declares a native method once: one error policy, and handles as `long`s.

/// Exports the function of the same (snake case) name as a native method of the Java class. The handles
/// that its signature names stand in brackets after the class.
macro_rules! native {
    ($class:literal $([$($handle:ident),+])?, $($method:tt)+) => {
        const _: ::jni::NativeMethod = {
            use $crate::jvm::ThrowJava;
            ::jni::native_method! {
                java_type = $class,
                error_policy = ThrowJava,
                type_map = { $($(unsafe $handle => long,)+)? },
                $($method)+
            }
        };
    };
}
