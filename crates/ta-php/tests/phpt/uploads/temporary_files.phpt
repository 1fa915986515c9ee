--TEST--
Temporary files lie in upload_tmp_dir for their owner alone and go with the request, unless moved or still held
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

// upload_tmp_dir is read at start-up only, so it takes another process.
$dir = own_directory();
$code = <<<'CODE'
require getenv('TA_INC');
$dir = ini_get('upload_tmp_dir');
$kept = null;
$seen = [];
serve(function ($request, $response) use ($dir, &$kept, &$seen) {
    $files = glob("$dir/*");
    $seen[] = count($files);
    foreach ($files as $file) {
        if (!str_starts_with(basename($file), 'trueasync_upload_') || (fileperms($file) & 0777) !== 0600) {
            $seen[] = "$file is wrong";
        }
    }
    $kept ??= $request->getFile('f');
}, [form([upload('f', 'a', 'kept'), upload('g', 'b', str_repeat('x', 2 << 20))]), form([upload('f', 'c', 'x')])]);
echo json_encode($seen), ' ', count(glob("$dir/*")), ' ', stream_get_contents($kept->getStream()), "\n";
$kept = null;
echo count(glob("$dir/*")), "\n";
CODE;
file_put_contents("$dir.php", "<?php\n$code");
putenv('TA_INC=' . __DIR__ . '/form.inc');
passthru(php_command() . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' -d upload_tmp_dir=' . escapeshellarg($dir) . ' ' . escapeshellarg("$dir.php"));
unlink("$dir.php");
var_dump(rmdir($dir));
?>
--EXPECT--
[2,2] 1 kept
0
bool(true)
