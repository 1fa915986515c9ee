--TEST--
Readers of one stream take turns in the order they came, and each gets whole and right bytes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, delay, spawn, suspend};

// A reader that grows the buffer while another would be reading into the old one.
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$readers = [
    spawn(fn() => md5(fgets($ours))),
    spawn(fn() => md5(stream_get_line($ours, 1_000_000, "Z"))),
    spawn(fn() => md5(fgets($ours))),
];
$line = str_repeat('B', 100_000) . "\n";
$record = str_repeat('C', 300_000);
$writer = spawn(function () use ($theirs, $line, $record) {
    foreach ([$line, $record . 'Z', $line] as $text) {
        foreach (str_split($text, 7_001) as $piece) {
            fwrite($theirs, $piece);
            suspend();
        }
    }
});
var_dump(array_values(await_all_or_fail($readers)) === [md5($line), md5($record), md5($line)]);
await($writer);

// Many, one line each; who has just been inside does not overtake.
$order = [];
$all = [];
for ($i = 0; $i < 20; $i++) {
    $all[] = spawn(function () use ($ours, $i, &$order) {
        for ($round = 0; $round < 2; $round++) {
            $order[] = [$i, (int) fgets($ours)];
        }
    });
}
suspend();
for ($line = 0; $line < 40; $line++) {
    fwrite($theirs, "$line\n");
    if ($line % 3 === 0) {
        delay(1);
    }
}
await_all_or_fail($all);
$expected = [];
for ($line = 0; $line < 40; $line++) {
    $expected[] = [$line % 20, $line];
}
var_dump($order === $expected);

// One that waits for its turn can be told to stop; the next in line is not forgotten.
$first = spawn(fn() => fgets($ours));
$second = spawn(fn() => fgets($ours));
$third = spawn(fn() => fgets($ours));
suspend();
$second->cancel();
try {
    await($second);
} catch (Async\AsyncCancellation $error) {
    echo $error->getMessage(), "\n";
}
fwrite($theirs, "one\n");
echo await($first);
fwrite($theirs, "two\n");
echo await($third);

// So can the one who holds up the others.
$first = spawn(fn() => fgets($ours));
$second = spawn(fn() => fgets($ours));
suspend();
$first->cancel();
suspend();
fwrite($theirs, "three\n");
echo await($second);

// Reading does not hold up writing, nor the other way round.
$reader = spawn(fn() => fgets($ours));
suspend();
fwrite($ours, "echo\n");
fwrite($theirs, fgets($theirs));
echo await($reader);

// What does not wait is not made to: a stream that its user made non-blocking.
stream_set_blocking($ours, false);
var_dump(fgets($ours), await(spawn(fn() => fgets($ours))));
?>
--EXPECT--
bool(true)
bool(true)
Coroutine cancelled
one
two
three
echo
bool(false)
bool(false)
