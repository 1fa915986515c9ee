--TEST--
Files are read and written as ever while others run, however big or slow
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, spawn};

$path = __DIR__ . '/files.tmp';
$big = str_repeat("0123456789abcdef\n", 200_000);

function work(string $path, string $big): array
{
    $log = [file_put_contents($path, $big), file_put_contents($path, 'end', FILE_APPEND | LOCK_EX)];
    $file = fopen($path, 'r+');
    $log[] = fgets($file);
    $log[] = [fsync($file), fdatasync($file)];
    fseek($file, -3, SEEK_END);
    $log[] = [ftell($file), fread($file, 100), feof($file)];
    fseek($file, 17);
    $log[] = [fwrite($file, 'XX'), ftell($file), fread($file, 3)];
    $log[] = [ftruncate($file, 40), filesize($path), fstat($file)['size']];
    rewind($file);
    $log[] = stream_get_contents($file);
    fclose($file);
    $append = fopen($path, 'a+');
    fwrite($append, $big);
    rewind($append);
    $log[] = [strlen(stream_get_contents($append)), copy($path, "$path.copy"), md5_file("$path.copy")];
    fclose($append);
    unlink("$path.copy");
    unlink($path);
    return $log;
}

$dormant = work("$path.0", $big);
$ticks = 0;
$ticker = spawn(function () use (&$ticks) {
    while (true) {
        usleep(500);
        $ticks++;
    }
});
$tasks = [];
for ($i = 1; $i <= 4; $i++) {
    $tasks[] = spawn(work(...), "$path.$i", $big);
}
foreach (await_all_or_fail($tasks) as $log) {
    var_dump($log === $dormant);
}
var_dump($ticks > 0);
$ticker->cancel();

// Whole lines of whole calls, whoever writes.
$lines = [];
foreach (['a', 'b', 'c'] as $letter) {
    $lines[] = spawn(function () use ($letter, $path) {
        $file = fopen($path, 'a');
        for ($i = 0; $i < 3; $i++) {
            fwrite($file, str_repeat($letter, 2_000_000) . "\n");
        }
    });
}
await_all_or_fail($lines);
$kinds = [];
foreach (file($path, FILE_IGNORE_NEW_LINES) as $line) {
    $kinds[] = [strlen($line), count_chars($line, 3)];
}
sort($kinds);
echo json_encode($kinds), "\n";
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/files.tmp');
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
[[2000000,"a"],[2000000,"a"],[2000000,"a"],[2000000,"b"],[2000000,"b"],[2000000,"b"],[2000000,"c"],[2000000,"c"],[2000000,"c"]]
