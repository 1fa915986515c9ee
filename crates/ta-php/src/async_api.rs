//! The `Async\` namespace: what PHP code sees of coroutines.

mod coroutine_class;
pub(crate) mod errors;
mod functions;

/// Registers the namespace at module start.
pub(crate) fn register() -> bool {
    errors::register();
    coroutine_class::register();
    functions::register()
}
