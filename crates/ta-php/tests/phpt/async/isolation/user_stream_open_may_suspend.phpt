--TEST--
Two coroutines may open the same path of a user stream wrapper while it suspends
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Memory
{
    public $context;
    private string $left = '';
    public function stream_open(string $path): bool { suspend(); $this->left = "content of $path"; return true; }
    public function stream_read(int $count): string { suspend(); [$part, $this->left] = [$this->left, '']; return $part; }
    public function stream_eof(): bool { return $this->left === ''; }
    public function stream_stat(): array { return []; }
}
stream_wrapper_register('mem', Memory::class);
$all = array_map(fn() => spawn(fn() => file_get_contents('mem://same')), [1, 2, 3]);
foreach ($all as $one) {
    var_dump(await($one));
}
?>
--EXPECT--
string(21) "content of mem://same"
string(21) "content of mem://same"
string(21) "content of mem://same"
