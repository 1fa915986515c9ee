--TEST--
Exceptions and parse errors of an included file reach the including coroutine alone
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$file = tempnam(sys_get_temp_dir(), 'ta-phpt-');
register_shutdown_function(fn() => unlink($file));

file_put_contents($file, '<?php Async\suspend(); throw new DomainException("from the file");');
$broken = tempnam(sys_get_temp_dir(), 'ta-phpt-');
file_put_contents($broken, '<?php this is not PHP');
$attempt = function (string $file): string {
    try {
        include $file;
        return 'no error';
    } catch (DomainException | ParseError $e) {
        return get_class($e);
    }
};
$a = spawn($attempt, $file);
$b = spawn($attempt, $broken);
$c = spawn(function () { suspend(); suspend(); return 'undisturbed'; });
foreach ([$a, $b, $c] as $one) {
    echo await($one), "\n";
}
unlink($broken);
?>
--EXPECT--
DomainException
ParseError
undisturbed
