//! Serves a directory, with listings, and stops in good order on ctrl-c.
//!
//! ```sh
//! cargo run --release -p ta-server --example files -- /srv/www 127.0.0.1:8080
//! ```

use std::error::Error;

use ta_server::Server;
use ta_server::files::{Files, Mount, Mounted, NoHandler};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let root = arguments.next().ok_or("which directory?")?;
    let address = arguments.next().and_then(|text| text.into_string().ok());

    let mut mount = Mount::new("/", root)?;
    mount.precompressed(&["zstd", "br", "gzip"])?.browse(true);
    Server::builder()
        .listen(address.as_deref().unwrap_or("127.0.0.1:8080"))
        .stop_when(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a signal handler ctrl-c ends the process anyway.
                std::future::pending::<()>().await;
            }
        })
        .run(move |_worker| Mounted::new(Files::open(vec![mount.clone()]), NoHandler))?;
    Ok(())
}
