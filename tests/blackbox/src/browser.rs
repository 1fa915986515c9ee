//! A headless Chromium, driven through chromedriver (W3C WebDriver) by curl.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::curl::try_curl;

/// What tells an element from other values (W3C WebDriver §12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one empty window and no history.
pub struct Browser {
    driver: Child,
    /// The driver's address, with the session.
    base: String,
    profile: PathBuf,
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When that fails, or takes a minute.
    pub fn start() -> Self {
        let port = crate::port::free();
        // Two browsers with one profile are one browser.
        let profile = format!("ta-browser-{}-{port}", std::process::id());
        let profile = std::env::temp_dir().join(profile);
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (cargo xtask test does that)");
        let mut browser = Self {
            driver,
            base: format!("http://127.0.0.1:{port}"),
            profile,
        };
        let started = Instant::now();
        while try_curl(&[&format!("{}/status", browser.base)]).code != 0 {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "chromedriver does not answer"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        let data = format!("--user-data-dir={}", browser.profile.display());
        let session = browser.post(
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                    "--autoplay-policy=no-user-gesture-required", data,
                ]},
                "timeouts": {"script": 30_000, "pageLoad": 30_000},
            }}}),
        );
        let id = session["sessionId"].as_str().expect("a session has an id");
        browser.base = format!("{}/session/{id}", browser.base);
        browser
    }

    /// Goes to a page and waits until it is loaded.
    pub fn go(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// Puts files into the file input that `selector` finds.
    pub fn choose_files(&self, selector: &str, files: &[&Path]) {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let found = self.post(
            "/element",
            &json!({"using": "css selector", "value": selector}),
        );
        let element = found[ELEMENT].as_str().expect("an element");
        self.post(
            &format!("/element/{element}/value"),
            &json!({"text": names.join("\n")}),
        );
    }

    /// Runs the body of an async function in the page. Returns what it returns.
    ///
    /// # Panics
    /// When it throws, or takes half a minute.
    pub fn run(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[0];
             (async () => {{ {body} }})().then(
                 value => done({{value}}), error => done({{error: String(error)}}));"
        );
        let found = self.post("/execute/async", &json!({"script": script, "args": []}));
        assert!(found["error"].is_null(), "{}\n{body}", found["error"]);
        found["value"].clone()
    }

    fn post(&self, path: &str, content: &Value) -> Value {
        let url = format!("{}{path}", self.base);
        let json = "Content-Type: application/json";
        let transfer = try_curl(&["-H", json, "--data-binary", &content.to_string(), &url]);
        assert_eq!(transfer.code, 0, "{url}: {}", transfer.stderr);
        let mut answer: Value = serde_json::from_slice(&transfer.stdout).expect("JSON");
        let value = answer["value"].take();
        assert!(value["error"].is_null(), "{path}: {value}");
        value
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; without an answer killing the driver has to do.
        let _ = try_curl(&["-X", "DELETE", &self.base]);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
