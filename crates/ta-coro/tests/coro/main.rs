//! The scheduler's promises, one file each, through its public face only.
//!
//! Coroutines here are real ones with stacks of their own (see `machine`), time is
//! a number that only moves when nothing is ready: every run is the same run.

mod cancelling;
mod channels;
mod deadlock;
mod futures;
mod gather;
mod groups;
mod iterate;
mod joining;
mod machine;
mod main_flow;
mod model;
mod order;
mod outside;
mod pool;
mod properties;
mod protecting;
mod reuse;
mod scopes;
mod timeouts;
mod timers;
mod wakers;
