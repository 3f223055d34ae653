package dev.unruly.stats;

import java.util.Arrays;

/// Small dense square matrices.
public final class Matrix {

    private Matrix() {}

    /// The inverse, by Gauss and Jordan's elimination with the largest pivot of a column; all NaN
    /// where there is none.
    public static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] left = new double[size][];
        double[][] right = new double[size][size];
        for (int i = 0; i < size; i++) {
            left[i] = matrix[i].clone();
            right[i][i] = 1;
        }
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (StrictMath.abs(left[row][column]) > StrictMath.abs(left[pivot][column])) {
                    pivot = row;
                }
            }
            swap(left, pivot, column);
            swap(right, pivot, column);
            double by = left[column][column];
            if (!(StrictMath.abs(by) > 1e-300)) {
                for (double[] row : right) {
                    Arrays.fill(row, Double.NaN);
                }
                return right;
            }
            eliminate(left, right, column, by);
        }
        return right;
    }

    /// The product with a vector.
    public static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }

    private static void eliminate(double[][] left, double[][] right, int column, double by) {
        int size = left.length;
        for (int j = 0; j < size; j++) {
            left[column][j] /= by;
            right[column][j] /= by;
        }
        for (int row = 0; row < size; row++) {
            double factor = left[row][column];
            if (row == column || factor == 0) {
                continue;
            }
            for (int j = 0; j < size; j++) {
                left[row][j] -= factor * left[column][j];
                right[row][j] -= factor * right[column][j];
            }
        }
    }

    private static void swap(double[][] rows, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }
}
