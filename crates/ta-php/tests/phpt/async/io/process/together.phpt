--TEST--
Processes: ten coroutines wait for their children as long as one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

together('shell_exec', 0.3, fn() => shell_exec('sleep 0.3; echo done'));
together('exec', 0.3, fn() => [exec('sleep 0.3; echo done; exit 3', $lines, $code), $code]);
together('system', 0.3, function () {
    ob_start();
    $last = system('sleep 0.3; echo done; exit 3', $code);
    return [$last, $code, ob_get_clean()];
});
together('passthru', 0.3, function () {
    ob_start();
    passthru('sleep 0.3; echo done');
    return ob_get_clean();
});
together('popen', 0.3, function () {
    $pipe = popen('sleep 0.3; echo done; exit 3', 'r');
    return [fgets($pipe), pclose($pipe)];
});
together('proc_open', 0.3, function () {
    $child = proc_open('sleep 0.3; echo done; exit 3', [1 => ['pipe', 'w']], $pipes);
    return [stream_get_contents($pipes[1]), proc_close($child)];
});
together('proc_close', 0.3, fn() => proc_close(proc_open('exec sleep 0.3', [], $pipes)));
?>
--EXPECT--
shell_exec: together, "done\n"
exec: together, ["done",3]
system: together, ["done",3,"done\n"]
passthru: together, "done\n"
popen: together, ["done\n",3]
proc_open: together, ["done\n",3]
proc_close: together, 0
