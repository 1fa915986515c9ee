--TEST--
dns_get_record() and its kin let others run, and return what they return without a loop
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, spawn};

// Whether there is a server is not known here, and not waited for longer than this.
putenv('RES_OPTIONS=timeout:1 attempts:1');
function ask(): array
{
    return [
        @dns_get_record('name.invalid', DNS_A),
        @checkdnsrr('name.invalid', 'MX'),
        @getmxrr('name.invalid', $hosts),
        $hosts,
    ];
}

$dormant = ask();
$others = 0;
$tasks = [spawn(ask(...)), spawn(ask(...))];
$other = spawn(function () use (&$others) { $others++; });
await($other);
var_dump($tasks[0]->isCompleted());
foreach (await_all_or_fail($tasks) as $answers) {
    var_dump($answers === $dormant);
}
?>
--EXPECT--
bool(false)
bool(true)
bool(true)
