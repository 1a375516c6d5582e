// Package metaplasticity is the lab of learning to learn.
//
// # What is it?
//
// Stub.
package metaplasticity
