//! The `Async\` namespace: what PHP code sees of coroutines.

pub(crate) mod awaitables;
mod channel_class;
mod context_class;
pub(crate) mod coroutine_class;
mod enums;
pub(crate) mod errors;
mod fiber_owner;
mod functions;
pub(crate) mod future_class;
mod future_state_class;
mod gather;
mod interfaces;
mod iterate;
mod pool_class;
pub(crate) mod scope_class;
pub(crate) mod signals;
mod stats;
pub(crate) mod system;
mod task_group;
mod task_set;
mod tasks;
mod timeout_class;
mod watcher;

/// Pools that other parts of the extension keep.
pub(crate) mod pool {
    pub(crate) use super::pool_class::{Pool, Strategist, show};
}

/// Registers the namespace at module start.
pub(crate) fn register() -> bool {
    enums::register();
    errors::register();
    interfaces::register();
    coroutine_class::register();
    timeout_class::register();
    context_class::register();
    scope_class::register();
    future_state_class::register();
    future_class::register();
    channel_class::register();
    pool_class::register();
    task_group::register();
    task_set::register();
    watcher::register();
    functions::register()
        && gather::register()
        && iterate::register()
        && signals::register()
        && stats::register()
        && system::register()
}
