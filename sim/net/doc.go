// Package net holds layered networks: the forward pass, the teaching signals that
// come back, and the initialisations.
//
// A Net has L matrices between layers 0..L of sizes n_0..n_L and no biases:
//
//	z_l = W_l y_{l-1}           l = 1..L,  y_0 = x
//	y_l = log(1 + exp(β z_l))/β for l < L,  y_L = softmax(z_L)
//	e_L = y_L - onehot(label)
//	e_l = q_l (1 - exp(-β y_l)),  q_l = feedback from above
//
// In Go, W[l] is the matrix from layer l to layer l+1, and it is stored turned: row
// j holds the weights that leave unit j. Most pixels of a digit are 0; their rows
// are then skipped, both going forward and when learning from an error.
package net
