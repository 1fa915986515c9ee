--TEST--
An error handler that runs while a file is compiled is refused a switch; the compilation goes on
--EXTENSIONS--
true_async_server
--INI--
opcache.enable_cli=0
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php function optional_before_required($a = 1, $b) { return "works"; } return optional_before_required(1, 2);');
set_error_handler(function (int $level, string $text) {
    try {
        delay(1);
        echo "suspended while compiling\n";
    } catch (Async\AsyncException $e) {
        echo 'refused: ', $level === E_DEPRECATED ? 'deprecation' : $text, "\n";
    }
    return true;
});
$a = spawn(fn() => include $file);
$b = spawn(fn() => eval('return (function ($a = 1, $b) { return "eval works"; })(1, 2);'));
echo await($a), "\n", await($b), "\n";
delay(1);
?>
--EXPECT--
refused: deprecation
refused: deprecation
works
eval works
