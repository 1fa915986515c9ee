--TEST--
Children run side by side, and their output is read as it comes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

$commands = [
    fn() => shell_exec('sleep 0.6; echo shell_exec'),
    fn() => exec('sleep 0.4; echo exec'),
    function () {
        $pipe = popen('sleep 0.2; echo popen', 'r');
        $line = fgets($pipe);
        pclose($pipe);
        return $line;
    },
    fn() => passthru('echo passthru'),
];
$tasks = [];
foreach ($commands as $command) {
    $tasks[] = spawn(function () use ($command) {
        $result = $command();
        echo trim((string) $result), "\n";
    });
}
await_all_or_fail($tasks);
?>
--EXPECT--
passthru

popen
exec
shell_exec
