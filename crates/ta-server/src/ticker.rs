//! The one timer of a worker. Connections write their deadlines into cells,
//! which costs a store; this task looks at all of them a few times a second
//! and wakes those whose time is over. It ends with the last connection.

use std::rc::Rc;
use std::time::Duration;

use crate::worker::{StopsTicking, Worker};

pub(crate) async fn tick(worker: Rc<Worker>, _running: StopsTicking) {
    let tick: Duration = worker.settings.tick();
    while worker.connections() > 0 {
        tokio::time::sleep(tick).await;
        worker.clock.refresh();
        let now = worker.clock.now();
        worker.for_each_connection(|connection| {
            if connection.is_due(now) {
                connection.wake();
            }
        });
    }
}
