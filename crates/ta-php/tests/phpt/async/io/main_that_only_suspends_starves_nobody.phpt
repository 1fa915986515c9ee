--TEST--
Main may suspend in a loop: those who wait for descriptors and helper threads go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = spawn(fn() => fgets($near));
$lookup = spawn(fn() => gethostbyname('localhost'));
spawn(function () use ($far) {
    usleep(2000);
    fwrite($far, "a line\n");
});
$end = microtime(true) + 10;
while (!($reader->isCompleted() && $lookup->isCompleted()) && microtime(true) < $end) {
    suspend();
}
var_dump($reader->isCompleted(), await($reader), await($lookup));
?>
--EXPECT--
bool(true)
string(7) "a line
"
string(9) "127.0.0.1"
