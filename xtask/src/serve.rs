//! `cargo xtask serve`: from a clone to a running server in one command.

use std::net::ToSocketAddrs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build_ext::{self, Profile};
use crate::interpreter::Interpreter;
use crate::process::{self, say};
use crate::services::Services;
use crate::{packages, paths};

/// Arguments of `serve`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The PHP script to run [default: examples/hello.php].
    script: Option<PathBuf>,
    /// Where to listen; the script reads it from TRUE_ASYNC_LISTEN.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The php-config of the PHP to use [default: $PHP_CONFIG, else php-config].
    #[arg(long, value_name = "FILE")]
    php_config: Option<PathBuf>,
    /// Starts MariaDB, PostgreSQL, Redis and a slow HTTP(S) server for the script; they
    /// end with it. It finds them in its environment (TA_MYSQL_PORT, TA_REDIS_PORT, …).
    #[arg(long)]
    with_services: bool,
    /// Arguments for the script itself.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Installs, builds, and becomes the PHP process.
pub(crate) fn run(args: &Args) -> Result<()> {
    let url = url(&args.listen)?;
    let script = match &args.script {
        Some(script) => script.clone(),
        None => paths::root().join("examples/hello.php"),
    };
    if !script.is_file() {
        bail!("there is no script {}", script.display());
    }
    let more: &[_] = if args.with_services {
        &[packages::SERVICES, packages::CLIENTS]
    } else {
        &[]
    };
    let php = build_ext::prepare_with(args.php_config.as_deref(), more)?;
    let so = build_ext::build(&php, Profile::Release)?;

    let mut command = Command::new(&php.php);
    if load_it(&php, &so)? {
        command.arg("-d").arg(format!("extension={}", so.display()));
    }
    command
        .arg(&script)
        .args(&args.rest)
        .env("TRUE_ASYNC_LISTEN", &args.listen);
    let services = args.with_services.then(Services::start).transpose()?;
    if let Some(services) = &services {
        services.describe();
    }
    say(format!(
        "Running {} on PHP {}",
        script.display(),
        php.version
    ));
    if args.script.is_none() {
        say(format!("{url}  (Ctrl-C stops it)"));
    } else {
        say(format!(
            "{url} if the script listens on TRUE_ASYNC_LISTEN  (Ctrl-C stops it)"
        ));
    }
    // PHP takes our place: its exit status is ours, and signals reach it directly.
    if let Some(services) = services {
        return services.become_process(&mut command);
    }
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start `{}`", process::display(&command)))
}

/// Whether PHP has to be told to load the module, or its ini files do it already.
fn load_it(php: &Interpreter, so: &Path) -> Result<bool> {
    let loaded = process::capture(
        Command::new(&php.php).args(["-r", "echo phpversion('true_async_server') ?: '';"]),
    )?;
    if loaded.is_empty() {
        return Ok(true);
    }
    let installed = php.extension_dir.join(build_ext::FILE);
    let same = |a: &Path, b: &Path| -> std::io::Result<bool> {
        Ok(a.metadata()?.len() == b.metadata()?.len() && std::fs::read(a)? == std::fs::read(b)?)
    };
    if same(&installed, so).unwrap_or(false) {
        return Ok(false);
    }
    bail!(
        "PHP {} already loads another true_async_server ({loaded}) through its ini files: \
         run `cargo xtask uninstall-ext`, or `cargo xtask install-ext` to replace it by this one",
        php.version
    );
}

/// The address as a URL that a browser on this machine understands.
///
/// # Errors
/// When it is not `HOST:PORT`.
fn url(listen: &str) -> Result<String> {
    let (host, port) = listen
        .rsplit_once(':')
        .with_context(|| format!("--listen {listen}: HOST:PORT is expected"))?;
    let number: u16 = port
        .parse()
        .with_context(|| format!("--listen {listen}: {port:?} is no port (1..65535)"))?;
    if number == 0 || host.is_empty() {
        bail!("--listen {listen}: HOST:PORT is expected, with a port of 1..65535");
    }
    listen
        .to_socket_addrs()
        .with_context(|| format!("--listen {listen}: the host is unknown"))?;
    Ok(match host {
        "0.0.0.0" => format!("http://127.0.0.1:{port}/"),
        "[::]" => format!("http://[::1]:{port}/"),
        _ => format!("http://{listen}/"),
    })
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn wildcard_addresses_become_something_a_browser_can_open() {
        assert_eq!(
            url("0.0.0.0:8080").expect("valid"),
            "http://127.0.0.1:8080/"
        );
        assert_eq!(url("[::]:81").expect("valid"), "http://[::1]:81/");
        assert_eq!(url("127.0.0.1:9").expect("valid"), "http://127.0.0.1:9/");
    }

    #[test]
    fn an_address_without_a_usable_port_is_refused() {
        for bad in [
            "127.0.0.1",
            "127.0.0.1:",
            "127.0.0.1:0",
            ":80",
            "127.0.0.1:65536",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
