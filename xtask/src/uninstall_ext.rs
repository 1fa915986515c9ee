//! `cargo xtask uninstall-ext`: removes exactly what `install-ext` put there.

use std::path::PathBuf;

use anyhow::Result;

use crate::build_ext::FILE;
use crate::install_ext::{self, IniHome};
use crate::interpreter::Interpreter;
use crate::process::say;

/// Arguments of `uninstall-ext`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The php-config of the PHP to clean [default: $PHP_CONFIG, else php-config].
    #[arg(long, value_name = "FILE")]
    php_config: Option<PathBuf>,
}

/// Disables the module first, so that no PHP starts with a dangling ini file.
pub(crate) fn run(args: &Args) -> Result<()> {
    let php = Interpreter::find(args.php_config.as_deref())?;
    let ini = match IniHome::of(&php) {
        IniHome::Debian(file) => {
            if file.exists() {
                install_ext::switch("phpdismod", &php)?;
            }
            Some(file)
        }
        IniHome::ScanDir(file) => Some(file),
        IniHome::OnlyPhpIni(file) => {
            say(format!(
                "If you added `extension={FILE}` to {}, take it out",
                file.display()
            ));
            None
        }
    };
    let mut found = false;
    for file in ini.into_iter().chain([php.extension_dir.join(FILE)]) {
        if install_ext::remove(&file)? {
            say(format!("Removed {}", file.display()));
            found = true;
        }
    }
    if !found {
        say(format!(
            "Nothing to remove: {} is not installed in PHP {}",
            install_ext::NAME,
            php.version
        ));
    }
    Ok(())
}
