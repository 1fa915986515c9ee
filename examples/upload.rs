//! Request bodies in every mode: whole, piece by piece, and forms with files.
//!
//! ```sh
//! cargo run --release -p ta-server --example upload -- 127.0.0.1:8080
//! curl -T some.file http://127.0.0.1:8080/read
//! curl -F file=@some.file http://127.0.0.1:8080/form
//! ```

use http_body_util::BodyExt;
use ta_http1::RequestHead;
use ta_server::uploads::{Boundary, Form, FormError, UploadSettings};
use ta_server::{BodyMode, Exchange, Handler, Reply, Server, ServerError, Settings};

struct Uploads;

impl Handler for Uploads {
    fn wants(&self, head: &RequestHead) -> BodyMode {
        match head.path() {
            "/whole" => BodyMode::Whole,
            _ => BodyMode::Stream,
        }
    }

    async fn handle(&self, mut exchange: Exchange) {
        let answer = match exchange.request().path() {
            "/whole" => Ok(format!("{} bytes\n", exchange.take_body().len())),
            "/form" => Box::pin(form(&mut exchange)).await,
            _ => read(&mut exchange).await,
        };
        let (status, text) = match answer {
            Ok(text) => (200, text),
            Err(error) => (error.status(), format!("{error}\n")),
        };
        let reply = Reply {
            status,
            ..Reply::default()
        };
        // A client that has gone needs no answer.
        let _ = exchange.respond_slice(reply, [], text.as_bytes());
    }
}

/// Counts the bytes as they come; the client is held back to our speed.
async fn read(exchange: &mut Exchange) -> Result<String, FormError> {
    let mut body = exchange.incoming();
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            bytes += data.len();
        }
    }
    Ok(format!("{bytes} bytes\n"))
}

/// Takes a form apart. The files are deleted with it, unless they are moved to a place
/// of their own.
async fn form(exchange: &mut Exchange) -> Result<String, FormError> {
    let media_type = exchange.request().field("content-type").unwrap_or_default();
    let Ok(Some(boundary)) = Boundary::of(media_type) else {
        return Ok("not a form\n".to_owned());
    };
    let form = Form::read(exchange.incoming(), &boundary, &UploadSettings::default()).await?;
    let files = form.files.iter().map(|file| match &file.content {
        Ok(content) => format!("{} bytes\n", content.size()),
        Err(error) => format!("{error}\n"),
    });
    Ok(format!(
        "{} fields\n{}",
        form.fields.len(),
        files.collect::<String>()
    ))
}

fn main() -> Result<(), ServerError> {
    let address = std::env::args().nth(1);
    let mut settings = Settings::default();
    settings.limits.body = 1 << 30;
    Server::builder()
        .listen(address.as_deref().unwrap_or("127.0.0.1:8080"))
        .settings(settings)
        .stop_when(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a signal handler ctrl-c ends the process anyway.
                std::future::pending::<()>().await;
            }
        })
        .run(|_worker| Uploads)
}
