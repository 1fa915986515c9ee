--TEST--
Reading a stream waits for another coroutine to write, whatever reads it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$readers = [
    'fread' => [fn($stream) => fread($stream, 100), ['some'], false],
    'fgets' => [fn($stream) => fgets($stream), ['half ', "line\n"], false],
    'fgetc' => [fn($stream) => fgetc($stream), ['c'], false],
    'fgetcsv' => [fn($stream) => fgetcsv($stream, escape: '\\'), ['1,', "2\n"], false],
    'fscanf' => [fn($stream) => fscanf($stream, '%d %s'), ["7 seven\n"], false],
    'stream_get_line' => [fn($stream) => stream_get_line($stream, 100, '|'), ['to the ', 'bar|'], false],
    'stream_get_contents' => [fn($stream) => stream_get_contents($stream), ['all ', 'there ', 'is'], true],
    'fpassthru' => [fn($stream) => fpassthru($stream), ['through ', '. '], true],
    'stream_socket_recvfrom' => [fn($stream) => stream_socket_recvfrom($stream, 100), ['packet'], false],
];
foreach ($readers as $name => [$read, $pieces, $close]) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $reader = spawn(function () use ($name, $read, $ours) {
        echo "$name ... ";
        echo json_encode($read($ours)), "\n";
    });
    spawn(function () use ($pieces, $close, &$theirs) {
        foreach ($pieces as $piece) {
            fwrite($theirs, $piece);
            suspend();
            usleep(100);
        }
        if ($close) {
            fclose($theirs);
        }
    });
    await($reader);
}
?>
--EXPECT--
fread ... "some"
fgets ... "half line\n"
fgetc ... "c"
fgetcsv ... ["1","2"]
fscanf ... [7,"seven"]
stream_get_line ... "to the bar"
stream_get_contents ... "all there is"
fpassthru ... through . 10
stream_socket_recvfrom ... "packet"
