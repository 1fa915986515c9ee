//! One PHP installation: its interpreter, its php-config, and the answers that
//! decide where builds and files go.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// What we know of a PHP after asking it.
#[derive(Debug, Clone)]
pub(crate) struct Interpreter {
    /// The interpreter itself.
    pub(crate) php: PathBuf,
    /// Its php-config.
    pub(crate) php_config: PathBuf,
    /// For example `8.2.36`.
    pub(crate) version: String,
    /// `ZEND_MODULE_BUILD_ID`, for example `API20220829,NTS`.
    pub(crate) build_id: String,
    /// Where modules are looked up.
    pub(crate) extension_dir: PathBuf,
    /// Where additional ini files are read from; `None` when this build has none.
    pub(crate) scan_dir: Option<PathBuf>,
    /// Where php.ini is looked up.
    pub(crate) ini_path: PathBuf,
}

/// One line each, in the order in which [`Interpreter::probe`] reads them.
const PROBE: &str = r#"
ob_start(); phpinfo(INFO_GENERAL);
preg_match('/PHP Extension Build => (\S+)/', ob_get_clean(), $m);
echo $m[1] ?? '', "\n", PHP_VERSION, "\n", PHP_CONFIG_FILE_SCAN_DIR, "\n", PHP_CONFIG_FILE_PATH, "\n";
"#;

impl Interpreter {
    /// Asks php-config and the interpreter it names.
    ///
    /// # Errors
    /// When one of them cannot be run, or they belong to different PHPs.
    pub(crate) fn probe(php_config: &Path) -> Result<Self> {
        let ask = |flag: &str| process::capture(Command::new(php_config).arg(flag));
        let php = PathBuf::from(ask("--php-binary")?);
        if !process::is_executable(&php) {
            bail!(
                "{} names {:?} as its interpreter, and that is not there: install the php-cli that belongs to it",
                php_config.display(),
                php
            );
        }
        let text = process::capture(Command::new(&php).args(["-n", "-r", PROBE]))?;
        // A scan dir may be empty, so the lines are taken by position.
        let mut lines = text.split('\n').map(str::trim);
        let mut next = |what: &str| {
            lines
                .next()
                .map(str::to_owned)
                .with_context(|| format!("{} did not tell its {what}", php.display()))
        };
        let build_id = next("build id")?;
        let version = next("version")?;
        let scan_dir = next("ini scan directory")?;
        let ini_path = next("ini path")?;
        // php-config knows better where things are: a PHP that was moved still
        // has the places it was built for compiled in. Old ones lack the flags.
        let scan_dir = ask("--ini-dir").unwrap_or(scan_dir);
        let ini_path = PathBuf::from(ask("--ini-path").unwrap_or(ini_path));
        let extension_dir = PathBuf::from(ask("--extension-dir")?);
        let scan_dir = Some(scan_dir)
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from);
        let told = ask("--version")?;
        if told != version {
            bail!(
                "{} speaks for PHP {told}, but its interpreter {} is {version}",
                php_config.display(),
                php.display()
            );
        }
        if !build_id.starts_with("API") {
            bail!(
                "{} does not tell its extension build id (`php -i`)",
                php.display()
            );
        }
        Ok(Self {
            php,
            php_config: php_config.to_owned(),
            version,
            build_id,
            extension_dir,
            scan_dir,
            ini_path,
        })
    }

    /// The PHP that `--php-config`, `PHP_CONFIG` or `PATH` name, in this order.
    ///
    /// # Errors
    /// When there is none, or it does not answer.
    pub(crate) fn find(php_config: Option<&Path>) -> Result<Self> {
        if let Some(path) = php_config {
            return Self::probe(path);
        }
        if let Some(path) = std::env::var_os("PHP_CONFIG").filter(|path| !path.is_empty()) {
            return Self::probe(Path::new(&path));
        }
        let path = process::which("php-config").context("there is no php-config in PATH")?;
        Self::probe(&path)
    }

    /// The PHP of a `major.minor` version: an installed one, else a private one
    /// which is fetched on demand.
    ///
    /// # Errors
    /// When it is neither installed nor can be fetched.
    pub(crate) fn of_version(version: &str) -> Result<Self> {
        for name in [format!("php-config{version}"), "php-config".to_owned()] {
            let Some(path) = process::which(&name) else {
                continue;
            };
            let told = process::capture(Command::new(&path).arg("--version"))?;
            if told
                .strip_prefix(version)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            {
                return Self::probe(&path);
            }
        }
        Self::probe(&crate::php::php_config_for(version)?)
    }

    /// A directory name for builds against this PHP: `php-20220829-nts`.
    ///
    /// One per build id, so that switching between PHPs neither rebuilds
    /// everything nor mixes their artefacts.
    pub(crate) fn key(&self) -> String {
        let id = self.build_id.strip_prefix("API").unwrap_or(&self.build_id);
        format!("php-{}", id.replace(',', "-").to_lowercase())
    }

    /// `8.2`
    pub(crate) fn minor(&self) -> &str {
        match self.version.match_indices('.').nth(1) {
            Some((at, _)) => &self.version[..at],
            None => &self.version,
        }
    }

    /// Tells ext-php-rs's build script which PHP it builds for.
    pub(crate) fn pass_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("PHP", &self.php)
            .env("PHP_CONFIG", &self.php_config)
    }

    /// Refuses a module that this PHP could not load.
    ///
    /// # Errors
    /// A sentence naming both build ids, when they differ.
    pub(crate) fn accept(&self, so: &Path) -> Result<()> {
        let id = crate::module::build_id(so)?;
        if id != self.build_id {
            bail!(
                "{} was built for {}, but PHP {} ({}) loads only {}: build it again with --php-config {}",
                so.display(),
                in_words(&id),
                self.version,
                self.php.display(),
                in_words(&self.build_id),
                self.php_config.display()
            );
        }
        Ok(())
    }
}

/// `API20220829,NTS` → `PHP API 20220829, not thread-safe (NTS)`.
fn in_words(build_id: &str) -> String {
    let mut parts = build_id.split(',');
    let api = parts.next().unwrap_or_default().trim_start_matches("API");
    let safety = match parts.next() {
        Some("NTS") => "not thread-safe (NTS)",
        _ => "thread-safe (ZTS)",
    };
    let debug = if parts.next().is_some() {
        ", debug"
    } else {
        ""
    };
    format!("PHP API {api}, {safety}{debug}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(build_id: &str, version: &str) -> Interpreter {
        Interpreter {
            php: "/opt/php".into(),
            php_config: "/opt/php-config".into(),
            version: version.into(),
            build_id: build_id.into(),
            extension_dir: "/opt/ext".into(),
            scan_dir: None,
            ini_path: "/opt/etc".into(),
        }
    }

    #[test]
    fn every_api_and_thread_safety_has_its_own_build_directory() {
        assert_eq!(
            sample("API20220829,NTS", "8.2.36").key(),
            "php-20220829-nts"
        );
        assert_eq!(
            sample("API20240924,TS,debug", "8.4.1").key(),
            "php-20240924-ts-debug"
        );
    }

    #[test]
    fn the_minor_version_is_cut_from_releases_and_candidates() {
        assert_eq!(sample("", "8.2.36").minor(), "8.2");
        assert_eq!(sample("", "8.6.0RC3").minor(), "8.6");
        assert_eq!(sample("", "8.6").minor(), "8.6");
    }

    #[test]
    fn a_module_for_another_php_is_refused_in_words() {
        let file = std::env::temp_dir().join(format!("xtask-module-{}.so", std::process::id()));
        std::fs::write(&file, b"....API20250925,TS\0....").expect("temporary file");
        let refusal = sample("API20220829,NTS", "8.2.36")
            .accept(&file)
            .expect_err("must be refused")
            .to_string();
        std::fs::remove_file(&file).expect("temporary file");
        assert!(
            refusal.contains("built for PHP API 20250925, thread-safe (ZTS)"),
            "{refusal}"
        );
        assert!(
            refusal.contains("loads only PHP API 20220829, not thread-safe (NTS)"),
            "{refusal}"
        );
    }
}
