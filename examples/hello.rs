//! The smallest whole server: answers every request with a greeting and stops
//! in good order on ctrl-c.
//!
//! ```sh
//! cargo run --release -p ta-server --example hello -- 127.0.0.1:8080
//! ```

use ta_server::{Body, Incoming, Server, ServerError, handler_fn};

fn main() -> Result<(), ServerError> {
    let address = std::env::args().nth(1);
    Server::builder()
        .listen(address.as_deref().unwrap_or("127.0.0.1:8080"))
        .stop_when(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a signal handler ctrl-c ends the process anyway.
                std::future::pending::<()>().await;
            }
        })
        .on_bound(|addresses| {
            for address in addresses {
                println!("listening on http://{address}");
            }
        })
        .run(|_worker| {
            handler_fn(|_request: http::Request<Incoming>| async {
                http::Response::new(Body::from("Hello, World!"))
            })
        })
}
