//! What Chromium and wget make of forms, ranges, media and broken-off downloads.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use ta_blackbox::browser::Browser;
use ta_blackbox::pattern;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::Connection;

const MIB: usize = 1 << 20;

/// Files to serve and to upload.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ta-browser-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn serve(&self) -> Server {
        Script::new("browser.php")
            .env("TA_FILES", self.0.as_os_str())
            .start()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The Range fields of the requests for `/sent/`, null where there was none.
fn ranges(server: &Server) -> Vec<Option<String>> {
    serde_json::from_str(Connection::open(server.port()).get("/ranges").text()).unwrap()
}

/// A minute of silence in PCM: nothing that needs a codec.
fn sound() -> Vec<u8> {
    const RATE: u32 = 44_100;
    let length = RATE * 2 * 60;
    let mut wave = Vec::new();
    wave.extend_from_slice(b"RIFF");
    wave.extend_from_slice(&(36 + length).to_le_bytes());
    wave.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wave.extend_from_slice(&RATE.to_le_bytes());
    wave.extend_from_slice(&(RATE * 2).to_le_bytes());
    wave.extend_from_slice(b"\x02\0\x10\0data");
    wave.extend_from_slice(&length.to_le_bytes());
    wave.resize(44 + length as usize, 0);
    wave
}

#[test]
fn a_browser_sends_forms_and_files() {
    let directory = Directory::new("forms");
    let large = directory.write("large.bin", &pattern(3, 3 * MIB));
    let empty = directory.write("empty \"ünd\".txt", b"");
    let server = directory.serve();
    let browser = Browser::start();

    browser.go(&server.url("/"));
    browser.choose_files("input[type=file]", &[&large, &empty]);
    let sent = browser.run(
        "const form = document.querySelector('#upload');
         form.elements['name'].value = 'Grüße\\n& €';
         const [one, other] = form.querySelectorAll('[name=\"tags[]\"]');
         one.value = 'a'; other.value = 'b=c;d';
         const loaded = new Promise(resolve => {
             const frame = document.createElement('iframe');
             frame.name = form.target = 'answer';
             document.body.append(frame);
             frame.onload = () => resolve(frame.contentDocument.body.innerText);
         });
         form.submit();
         return JSON.parse(await loaded);",
    );
    assert_eq!(sent["type"], "multipart/form-data");
    // A line field drops the line break.
    assert_eq!(
        sent["post"],
        json!({"name": "Grüße& €", "tags": ["a", "b=c;d"]})
    );
    let files = sent["files"].as_array().unwrap();
    assert_eq!(files[0], json!(["large.bin", 3 * MIB, true]));
    assert_eq!((&files[1][1], files.len()), (&json!(0), 2));

    let sent = browser.run(
        "const form = document.querySelector('#plain');
         const [one, other] = form.querySelectorAll('[name=\"a[x][]\"]');
         one.value = '1+1 %'; other.value = 'ü'; form.elements['b'].value = 'ä&b';
         const body = new URLSearchParams(new FormData(form));
         return await (await fetch('/form', {method: 'POST', body})).json();",
    );
    assert_eq!(sent["type"], "application/x-www-form-urlencoded");
    assert_eq!(
        sent["post"],
        json!({"a": {"x": ["1+1 %", "ü"]}, "b": "ä&b"})
    );
}

#[test]
fn a_browser_downloads_by_range_and_seeks_in_media() {
    let directory = Directory::new("ranges");
    let content = pattern(9, 2 * MIB);
    directory.write("file.bin", &content);
    directory.write("sound.wav", &sound());
    let server = directory.serve();
    let browser = Browser::start();
    browser.go(&server.url("/"));

    let length = content.len();
    for path in ["/files/file.bin", "/sent/file.bin"] {
        for (range, expected) in [
            ("bytes=0-99", 0..100),
            ("bytes=1048000-1049999", 1_048_000..1_050_000),
            ("bytes=-7", length - 7..length),
            ("bytes=2097000-", 2_097_000..length),
        ] {
            let found = browser.run(&format!(
                "const answer = await fetch('{path}', {{headers: {{Range: '{range}'}}}});
                 return [answer.status, answer.headers.get('content-range'), await answer.text()];"
            ));
            let shown = format!("bytes {}-{}/{length}", expected.start, expected.end - 1);
            assert_eq!(found[0], 206, "{path} {range}");
            assert_eq!(found[1], Value::from(shown), "{path} {range}");
            let text = found[2].as_str().unwrap();
            assert!(text.as_bytes() == &content[expected], "{path} {range}");
        }
        let beyond = browser.run(&format!(
            "const answer = await fetch('{path}', {{headers: {{Range: 'bytes=9999999-'}}}});
             return [answer.status, answer.headers.get('content-range')];"
        ));
        assert_eq!(beyond, json!([416, format!("bytes */{length}")]), "{path}");
    }

    for path in ["/files/sound.wav", "/sent/sound.wav"] {
        let found = browser.run(&format!(
            "const media = document.createElement('video');
             const happens = what => new Promise((resolve, reject) => {{
                 media.addEventListener(what, resolve, {{once: true}});
                 media.addEventListener('error', () => reject(media.error.message));
             }});
             let ready = happens('loadedmetadata');
             media.preload = 'metadata';
             media.src = '{path}';
             await ready;
             ready = happens('seeked');
             media.currentTime = 55;
             await ready;
             return [Math.round(media.duration), media.currentTime];"
        ));
        assert_eq!(found, json!([60, 55]), "{path}");
    }
    // Whoever seeks asks for a part that does not begin at the front.
    let asked = ranges(&server);
    let seeks = asked.iter().flatten().filter(|range| {
        let from = range.strip_prefix("bytes=").unwrap_or_default();
        let from = from.split('-').next().unwrap_or_default();
        from.parse().is_ok_and(|from: usize| from > 4 * MIB)
    });
    assert!(seeks.count() > 0, "{asked:?}");
}

#[test]
fn wget_goes_on_where_a_download_broke_off() {
    let directory = Directory::new("wget");
    let content = pattern(5, 3 * MIB);
    directory.write("file.bin", &content);
    let server = directory.serve();
    for path in ["/files/file.bin", "/sent/file.bin"] {
        let partial = directory.write("partial", &content[..MIB + 321]);
        let output = Command::new("wget")
            .args(["--no-config", "--no-proxy", "--continue", "--tries=1"])
            .args(["--timeout=30", "--server-response", "--output-document"])
            .arg(&partial)
            .arg(server.url(path))
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .expect("wget is installed (cargo xtask test does that)");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("206 Partial Content"), "{path}: {said}");
        assert!(fs::read(&partial).unwrap() == content, "{path}");
    }
    assert_eq!(ranges(&server), [Some("bytes=1048897-".to_owned())]);
}
