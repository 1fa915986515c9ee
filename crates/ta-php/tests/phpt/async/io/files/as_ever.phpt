--TEST--
Files: reading, writing, positions and locks are those of plain PHP
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

$file = __DIR__ . '/as_ever.tmp';
as_ever([
    'write and read' => fn() => [file_put_contents($file, "one\ntwo\nthree\n"), file_get_contents($file), file($file, FILE_IGNORE_NEW_LINES)],
    'append' => fn() => [file_put_contents($file, "four\n", FILE_APPEND | LOCK_EX), clearstatcache(), filesize($file)],
    'positions' => function () use ($file) {
        $stream = fopen($file, 'r+');
        $seen = [fgets($stream), ftell($stream), fseek($stream, -5, SEEK_END), fread($stream, 100), feof($stream), rewind($stream), fgetc($stream)];
        fwrite($stream, 'XY');
        return [...$seen, ftell($stream), stream_get_contents($stream, 5), ftruncate($stream, 6), fflush($stream), fsync($stream), fdatasync($stream), fstat($stream)['size']];
    },
    'a+ and w+' => function () use ($file) {
        $stream = fopen($file, 'a+');
        fseek($stream, 0);
        fwrite($stream, 'end');
        rewind($stream);
        $all = stream_get_contents($stream);
        $stream = fopen($file, 'w+');
        return [$all, fwrite($stream, "1,2,\"three four\"\n5 six\n"), rewind($stream), fgetcsv($stream, null, ',', '"', ''), fscanf($stream, '%d %s'), fgets($stream), feof($stream)];
    },
    'x of what exists' => fn() => fopen($file, 'x'),
    'not there' => fn() => [file_get_contents("$file.none"), fopen("$file.none", 'r'), copy("$file.none", $file)],
    'a directory' => fn() => file_get_contents(__DIR__),
    'copies' => function () use ($file) {
        $results = [copy($file, "$file.2"), file_get_contents("$file.2"), stream_copy_to_stream(fopen($file, 'r'), fopen("$file.2", 'w'))];
        unlink("$file.2");
        return $results;
    },
    'passed through' => fn() => [readfile($file), fpassthru(fopen($file, 'r'))],
    'much data' => function () use ($file) {
        $data = str_repeat('0123456789abcdef', 300_000);
        return [file_put_contents($file, $data), file_get_contents($file) === $data];
    },
    'temporary files' => function () {
        $stream = tmpfile();
        return [fputcsv($stream, ['a b', 'c'], ',', '"', ''), rewind($stream), stream_get_contents($stream)];
    },
    'locks' => function () use ($file) {
        [$one, $two] = [fopen($file, 'c'), fopen($file, 'c')];
        return [flock($one, LOCK_SH), flock($two, LOCK_SH), flock($one, LOCK_EX | LOCK_NB, $wait), $wait, flock($two, LOCK_UN), flock($one, LOCK_EX)];
    },
    '/dev/null and /dev/zero' => fn() => [file_put_contents('/dev/null', 'x'), strlen(file_get_contents('/dev/zero', length: 100_000))],
    'a child on the same descriptor' => function () use ($file) {
        $stream = fopen($file, 'w+');
        fwrite($stream, 'ours ');
        proc_close(proc_open('echo theirs', [1 => $stream], $pipes));
        fseek($stream, 0, SEEK_END);
        fwrite($stream, 'ours again');
        rewind($stream);
        return stream_get_contents($stream);
    },
    'SplFileObject' => fn() => [iterator_to_array(new SplFileObject($file)), new SplFileObject("$file.none")],
]);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/as_ever.tmp');
@unlink(__DIR__ . '/as_ever.tmp.2');
?>
--EXPECT--
write and read: [14,"one\ntwo\nthree\n",["one","two","three"]]
append: [5,null,19]
positions: ["one\n",4,0,"four\n",true,true,"o",3,"\ntwo\n",true,true,true,true,6]
a+ and w+: ["oXY\ntwend",23,true,["1","2","three four"],[5,"six"],false,true]
x of what exists: false, warnings: 1
not there: [false,false,false], warnings: 3
a directory: "", warnings: 1
copies: [true,"1,2,\"three four\"\n5 six\n",23]
passed through: "1,2,\"three four\"\n5 six\n1,2,\"three four\"\n5 six\n" printed, [23,23]
much data: [4800000,true]
temporary files: [8,true,"\"a b\",c\n"]
locks: [true,true,false,1,true,true]
/dev/null and /dev/zero: [1,100000]
a child on the same descriptor: "ours theirs\nours again"
SplFileObject: RuntimeException
