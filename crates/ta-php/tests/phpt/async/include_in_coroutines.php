<?php
use function Async\{await, spawn};

$files = [];
foreach (['one', 'two'] as $name) {
    $files[$name] = tempnam(sys_get_temp_dir(), 'ta-phpt-');
    file_put_contents($files[$name], "<?php Async\\delay(2); function from_$name() { return '$name'; } Async\\suspend(); return from_$name() . ' included';");
}
$coroutines = array_map(fn($file) => spawn(fn() => include $file), $files);
foreach ($coroutines as $coroutine) {
    echo await($coroutine), "\n";
}
echo from_one(), from_two(), "\n";
array_map('unlink', $files);
?>
