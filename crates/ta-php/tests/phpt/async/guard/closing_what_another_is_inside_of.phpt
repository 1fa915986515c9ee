--TEST--
Closing a stream ends what another coroutine waits for on it, and only then frees it; what waits for something else is not closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

function pair(): array
{
    return stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
}

// The first crash of all: freed memory that is written to at once.
for ($round = 0; $round < 20; $round++) {
    [$ours, $theirs] = pair();
    $reader = spawn(fn() => @fread($ours, 8192));
    suspend();
    fclose($ours);
    $junk = [];
    for ($i = 0; $i < 50; $i++) {
        $junk[] = str_repeat('A', 100 + $i * 8);
    }
    if (await($reader) !== '') {
        echo "not empty\n";
    }
    fclose($theirs);
}
echo "fread: ended\n";

// Several who wait in a row are all let go.
[$ours, $theirs] = pair();
$readers = [];
for ($i = 0; $i < 5; $i++) {
    $readers[] = spawn(fn() => var_export(@fgets($ours), true));
}
$writer = spawn(fn() => @fwrite($ours, str_repeat('x', 5_000_000)) < 5_000_000);
suspend();
fclose($ours);
echo implode(' | ', array_unique(Async\await_all_or_fail($readers))), "\n";
var_dump(await($writer));

// A copy waits for where it writes to: where it reads from cannot be taken away.
[$source, $feed] = pair();
[$target, $drain] = pair();
stream_set_blocking($target, false);
$filled = 0;
while ($length = @fwrite($target, str_repeat('y', 10_000))) {
    $filled += $length;
}
stream_set_blocking($target, true);
fwrite($feed, 'copied');
stream_socket_shutdown($feed, STREAM_SHUT_WR);
$copy = spawn(fn() => stream_copy_to_stream($source, $target));
suspend();
try {
    fclose($source);
    echo "closed\n";
} catch (Async\AsyncException $error) {
    echo preg_replace(['/ at \S*:\d+/', '/#\d+/'], ['', '#N'], $error->getMessage()), "\n";
}
// It goes on.
stream_get_contents($drain, $filled);
var_dump(stream_get_contents($drain, 6), await($copy));
fclose($source);

// A stream in PHP code that waits.
class Slow
{
    public $context;
    public function stream_open(): bool
    {
        return true;
    }
    public function stream_read(int $length): string
    {
        delay(20);
        return "read\n";
    }
    public function stream_eof(): bool
    {
        return false;
    }
}
stream_wrapper_register('slow', 'Slow');
$slow = fopen('slow://', 'r');
$reader = spawn(fn() => fgets($slow));
suspend();
try {
    fclose($slow);
    echo "closed\n";
} catch (Async\AsyncException $error) {
    echo preg_replace(['/ at \S*:\d+/', '/#\d+/'], ['', '#N'], $error->getMessage()), "\n";
}
echo await($reader);
fclose($slow);

// Who closes can be told to stop while the other leaves.
[$ours, $theirs] = pair();
$reader = spawn(fn() => @fgets($ours));
suspend();
$closer = spawn(function () use ($ours) {
    try {
        fclose($ours);
    } finally {
        echo "closer ends\n";
    }
});
suspend();
$closer->cancel();
try {
    await($closer);
} catch (Async\AsyncCancellation) {
}
var_dump(await($reader));
fwrite($theirs, "still open\n");
echo fgets($ours);

// Closing a process closes its pipes.
$cat = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
$reader = spawn(fn() => @fread($pipes[1], 10));
suspend();
var_dump(proc_close($cat), await($reader));
echo "done\n";
?>
--EXPECT--
fread: ended
false
bool(true)
fclose() is refused: coroutine #N is inside stream_copy_to_stream(), on the same stream; give each coroutine a stream of its own
string(6) "copied"
int(6)
fclose() is refused: coroutine #N is inside fgets(), on the same stream; give each coroutine a stream of its own
read
closer ends
bool(false)
still open
int(0)
bool(false)
done
