//! Where the engine calls into Rust outside of a PHP function: a panic ends here.
//!
//! It must not unwind into C. The panic's own message has gone to stderr by then;
//! what the engine asked for is answered with the fallback.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `body`; `fallback` when it panics.
pub(crate) fn guarded<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_ends_at_the_border() {
        assert_eq!(guarded(1, || 2), 2);
        assert_eq!(guarded(1, || panic!("on purpose")), 1);
    }
}
