--TEST--
print_r(), var_export() and highlight_string() that return their output may call code that suspends
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Shown
{
    public function __construct(private string $name) {}
    public function __debugInfo(): array { suspend(); return ['name' => $this->name]; }
}
$a = spawn(fn() => print_r(new Shown('a'), true));
$b = spawn(fn() => print_r(new Shown('b'), true));
echo preg_replace('/\s+/', ' ', await($a) . await($b)), "\n";
?>
--EXPECT--
Shown Object ( [name] => a ) Shown Object ( [name] => b )
