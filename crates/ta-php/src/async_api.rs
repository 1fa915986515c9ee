//! The `Async\` namespace: what PHP code sees of coroutines.

pub(crate) mod awaitables;
mod context_class;
pub(crate) mod coroutine_class;
mod enums;
pub(crate) mod errors;
mod fiber_owner;
mod functions;
mod interfaces;
pub(crate) mod scope_class;
pub(crate) mod system;
mod timeout_class;

/// Registers the namespace at module start.
pub(crate) fn register() -> bool {
    enums::register();
    errors::register();
    interfaces::register();
    coroutine_class::register();
    timeout_class::register();
    context_class::register();
    scope_class::register();
    functions::register() && system::register()
}
