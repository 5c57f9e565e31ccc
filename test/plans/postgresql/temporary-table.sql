SELECT count(*) FROM scratch WHERE id % 2 = 0;
