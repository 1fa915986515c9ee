//! The PHP under test as a client: which extensions it has, and how it loads them without
//! ini files.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Extensions that are clients, and those that they need, each after what it needs.
pub const MODULES: [&str; 12] = [
    "posix",
    "sockets",
    "curl",
    "mysqlnd",
    "mysqli",
    "pdo",
    "pdo_mysql",
    "pdo_pgsql",
    "pdo_sqlite",
    "pgsql",
    "igbinary",
    "redis",
];

/// Ini settings that load the modules it has; what is built in needs none.
///
/// # Panics
/// When it does not run.
pub fn settings(php: &OsStr) -> Vec<String> {
    let modules = Modules::of(php);
    MODULES
        .iter()
        .filter(|name| modules.has(name))
        .map(|name| format!("extension={name}"))
        .collect()
}

/// Ini settings that turn on opcache with the tracing JIT.
///
/// # Panics
/// When it does not run.
pub fn jit(php: &OsStr) -> Vec<String> {
    // Part of the engine from 8.5 on.
    let module = Modules::of(php).has("opcache");
    let load = module.then_some("zend_extension=opcache");
    let settings = [
        "opcache.enable=1",
        "opcache.enable_cli=1",
        "opcache.jit=tracing",
        "opcache.jit_buffer_size=64M",
    ];
    load.into_iter()
        .chain(settings)
        .map(str::to_owned)
        .collect()
}

/// The directory of its modules.
struct Modules(String);

impl Modules {
    fn of(php: &OsStr) -> Self {
        Self(ask(php, &[], "echo ini_get('extension_dir');"))
    }

    fn has(&self, name: &str) -> bool {
        Path::new(&self.0).join(format!("{name}.so")).is_file()
    }
}

/// Those of `names` that it has not even with these settings.
///
/// # Panics
/// When it does not run.
pub fn missing<'a>(php: &OsStr, names: &[&'a str]) -> Vec<&'a str> {
    let loaded = ask(
        php,
        &settings(php),
        "echo implode(' ', get_loaded_extensions());",
    );
    let loaded: Vec<_> = loaded.split(' ').collect();
    let has = |name: &&str| loaded.iter().any(|one| one.eq_ignore_ascii_case(name));
    names.iter().copied().filter(|name| !has(name)).collect()
}

/// The port of a service.
///
/// # Panics
/// When the environment does not say.
pub fn port(variable: &str) -> u16 {
    let value = std::env::var(variable).unwrap_or_default();
    value.parse().unwrap_or_else(|_| {
        panic!(
            "these tests need {variable}: `cargo xtask test blackbox` starts the services, and \
             so does `cargo xtask services -- COMMAND`"
        )
    })
}

fn ask(php: &OsStr, settings: &[String], code: &str) -> String {
    let mut command = Command::new(php);
    command.arg("-n");
    for setting in settings {
        command.arg("-d").arg(setting);
    }
    let output = command
        .args(["-r", code])
        .output()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", php.display()));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("names are ASCII")
}
