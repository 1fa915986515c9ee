<?php
use function Async\{spawn, suspend};

spawn(function () { echo "A1\n"; suspend(); echo "A2\n"; });
spawn(function () { echo "B1\n"; suspend(); echo "B2\n"; });
spawn(function () { echo "C\n"; });
echo "main\n";
?>
