UPDATE dirty SET value = value + 1 WHERE id % 20 = 0;
